from behave import given, use_step_matcher

use_step_matcher("re0")


@given("^a (.*?) with (.*?)$")
def first(context, what, how):
    pass


@given("^a step with (.*?)$")
def second(context, how):
    pass
