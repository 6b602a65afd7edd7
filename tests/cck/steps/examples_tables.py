from behave import given, then, when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("there are {int} cucumbers")
def there_are(context, count):
    context.count = count


@given("there are {int} friends")
def there_are_friends(context, count):
    context.friends = count


@when("I eat {int} cucumbers")
def eat(context, eaten):
    context.count -= eaten


@then("I should have {int} cucumbers")
def should_have(context, expected):
    assert context.count == expected


@then("each person can eat {int} cucumbers")
def each_can_eat(context, expected):
    assert context.count // (1 + context.friends) == expected
