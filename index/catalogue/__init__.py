"""What a collection is made of: cases, units, honours and values bound to their cases, with offsets.

entries.py       the records
imprint.py       title, date, source, issuing body, where they are printed; authors.py, who wrote it
units.py         the bodies that cases are about, with their shorter names
awards.py        a clause that says an honour was given; award_names.py, which; holders.py, to whom;
                 levels.py, of which level
honours.py       clauses -> honours; award_tables.py, rows of tables -> honours
values.py        propositions -> values that compare
build.py         a document -> its entries; collection.py, those of many documents together
"""

from index.catalogue.build import catalogue_of, values_of
from index.catalogue.collection import Catalogue, Holding
from index.catalogue.entries import (
    CaseEntry,
    DocumentCatalogue,
    Honour,
    Imprint,
    Level,
    Unit,
    ValueEntry,
)
from index.catalogue.imprint import imprint_of

__all__ = [
    # build
    "catalogue_of",
    "values_of",
    # collection
    "Catalogue",
    "Holding",
    # entries
    "CaseEntry",
    "DocumentCatalogue",
    "Honour",
    "Imprint",
    "Level",
    "Unit",
    "ValueEntry",
    # imprint
    "imprint_of",
]
