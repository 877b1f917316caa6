"""Commands of the service: they join `matcher` by the entry points of the group "matcher.commands".

What is imported when `matcher --help` lists them is light; each imports the rest when it runs.
"""
