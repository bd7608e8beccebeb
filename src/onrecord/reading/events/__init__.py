r"""Who did what to whom, when and where.

vectors of words --trees--> who plays which role --arguments--> parties of a word
                 \--kinds--> which kind of event it names     status, when, where --> Event
"""
