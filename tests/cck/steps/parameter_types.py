from dataclasses import dataclass

from behave import given
from behave.cucumber_expression import define_parameter_type_with, use_step_matcher_for_cucumber_expressions


@dataclass(frozen=True)
class Flight:
    start: str
    end: str


def flight(start, end):
    return Flight(start, end)


define_parameter_type_with(name="flight", regexp="([A-Z]{3})-([A-Z]{3})", type=Flight, transformer=flight)
use_step_matcher_for_cucumber_expressions()


@given("{flight} has been delayed")
def delayed(context, flight):
    assert flight == Flight("LHR", "CDG")
