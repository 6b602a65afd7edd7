from behave import given, then, when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("some TypeScript code:")
def typescript(context):
    assert context.text


@given("some classic Gherkin:")
def gherkin(context):
    assert context.text


@when("we use a data table and attach something and then {word}")
def attach(context, word):
    assert context.table
    context.attach("text/x.cucumber.log+plain", f"We are logging some plain text ({word})")
    assert word != "fail", "You asked me to fail"


@then("this might or might not run")
def might_run(context):
    pass
