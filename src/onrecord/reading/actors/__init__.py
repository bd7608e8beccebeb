"""Who and where: parties to events with their countries and sectors, and the places that names mean.

words of a party --terms--> what each of them says --parties--> Actor
words of a place --places--> Location
"""
