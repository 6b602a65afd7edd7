from behave import given, use_step_matcher

use_step_matcher("re0")


@given("^a (.*?)(?: and a (.*?))?(?: and a (.*?))?$")
def vegetables(context, first, second, third):
    pass
