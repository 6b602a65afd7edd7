Feature: Małgorzata orders travel money
  She has begun an order and finishes it another day. It must not forget in between what she told.

  Background:
    Given Małgorzata is a customer

  @catches.race
  Scenario: Her draft keeps her new home from one day to the next
    When she changes her postal address in self-service
    And 1 day passes
    And 1 day passes
    Then the travel money draft shows her new postal address
