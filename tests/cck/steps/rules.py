from behave import given, then, when
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("the customer has {int} cents")
def has(context, money):
    context.money, context.chocolate = money, None


@given("there are chocolate bars in stock")
def in_stock(context):
    context.stock = ["Mars"]


@given("there are no chocolate bars in stock")
def not_in_stock(context):
    context.stock = []


@when("the customer tries to buy a {int} cent chocolate bar")
def tries_to_buy(context, price):
    if context.money >= price and context.stock:
        context.chocolate = context.stock.pop()


@then("the sale should not happen")
def no_sale(context):
    assert context.chocolate is None


@then("the sale should happen")
def sale(context):
    assert context.chocolate
