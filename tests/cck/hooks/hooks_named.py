def before_scenario(context, scenario):
    """A named before hook"""


def after_scenario(context, scenario):
    """A named after hook"""
