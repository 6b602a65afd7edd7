Feature: Maria's account statement follows her
  It is posted every fortnight. One that lay ready to be posted on the day she moved may still go to her old home.

  Background:
    Given Maria is a customer

  @post @catches.in-flight-batch
  Scenario: The statement of the week after goes to her new home
    When she changes her postal address in self-service
    And 10 days pass
    Then the account statement goes to her new postal address

  @post
  Scenario: Whatever lay ready when she moved, the one after it goes to her new home
    When 1 week passes
    And she changes her postal address in self-service
    And 15 days pass
    Then the account statement goes to her new postal address
