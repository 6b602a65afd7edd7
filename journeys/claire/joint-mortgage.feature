Feature: Claire and Julien still owe for one home
  They took the mortgage out together. Each of them is written to where each of them lives.

  Background:
    Given Claire is a customer

  @moment-of-truth @post @catches.single-slot
  Scenario: Her mortgage letter comes to her own new home
    When she changes her postal address in self-service
    And two weeks pass
    Then the mortgage letter goes to her new postal address
