Feature: Maria goes to the branch
  The branch has a new tablet, and what she told the bank before it came counts as well.

  Background:
    Given Maria is a customer

  @catches.no-backfill
  Scenario: The branch knows what she told before its tablet came
    When she changes her phone number in self-service
    And 3 days pass
    Then the branch tablet shows her new phone number

  Scenario: The branch knows what she told since
    When 1 week passes
    And she changes her phone number in self-service
    Then the branch tablet shows her new phone number
