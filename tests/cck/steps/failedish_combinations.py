from behave import given, use_step_matcher
from behave.exception import PendingStepError

use_step_matcher("re0")


@given("^a step$")
def a_step(context):
    pass


@given("^a failing step$")
def a_failing_step(context):
    raise AssertionError("whoops")


@given("^a pending step$")
def a_pending_step(context):
    raise PendingStepError


@given("^a skipped step$")
def a_skipped_step(context):
    context.scenario.skip()


@given("^an ambiguous (.*?)$")
def an_ambiguous(context, what):
    pass


@given("^(.*?) ambiguous step$")
def ambiguous_step(context, what):
    pass
