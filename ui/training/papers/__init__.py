"""试卷: taken by a trainee, made and looked at by a trainer.

taken_papers.py  a trainee's papers; paper_render.py, their HTML
answer_route.py  where answers are kept as they are given; closer.py, papers handed in when time is over
paper_desk.py    a trainer's papers; paper_form.py, what is said of one; trainer_paper_render.py, the HTML
paper_versions.py the versions of a paper, for print
"""
