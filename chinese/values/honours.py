"""Words that say an honour was given."""

import re

# What stands before an honour's name and is not part of it.
AWARDING = r"被列为|列为|被评为|评为|获评|荣获|荣膺|荣列|获得|获|入选|入围|授予|命名为|认定为|当选"
AWARDED = re.compile(AWARDING + r"|称号|[首金银铜等]奖|上榜|夺得|斩获|拿下|蝉联")
