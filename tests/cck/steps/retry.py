from collections import Counter

from behave import given
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()

tried = Counter()


@given("a step that always passes")
def always_passes(context):
    pass


@given("a step that passes the second time")
def second_time(context):
    tried["second"] += 1
    assert tried["second"] >= 2, "Exception in step"


@given("a step that passes the third time")
def third_time(context):
    tried["third"] += 1
    assert tried["third"] >= 3, "Exception in step"


@given("a step that always fails")
def always_fails(context):
    raise AssertionError("Exception in step")
