@need.S6
Feature: Maria's card is renewed
  Her card runs out in a fortnight. Whatever she tells the bank before then, the new card must know.

  Background:
    Given Maria is a customer

  @moment-of-truth @post
  Scenario: The card bears the name she married into
    When she takes her spouse's name
    And two weeks pass
    Then the card letter shows her new name
    And the card file shows her new name
    And the new-card promise is kept

  @need.S1 @moment-of-truth @post @catches.duplicate-record @catches.half-applied
  Scenario: The card arrives once, however she moves
    When she changes her postal address in self-service
    And every promise about her postal address is over
    Then the card letter goes to her new postal address
    And exactly one card letter is sent to Maria within 3 weeks
    And the invoice goes to her new postal address
