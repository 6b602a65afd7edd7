@need.S5
Feature: Małgorzata's name and street are written right
  Forms cut off her street and files mangle her name. She has stopped laughing about it.

  Background:
    Given Małgorzata is a customer

  @post @need.S1 @catches.truncated-field
  Scenario: Her long new address reaches everyone whole
    When she changes her postal address in self-service
    Then every touchpoint shows her new postal address within its promise

  @catches.forgotten-product @catches.encoding
  Scenario: Her married name reaches everyone, letter by letter
    When she takes her spouse's name
    Then every touchpoint shows her new name within its promise
    And the savings letter shows her new name

  @post @catches.partner-feed-drop @catches.dropped-event
  Scenario: The insurance broker hears of her new home by the next night
    When she changes her postal address in self-service
    And 2 days pass
    Then the partner feed shows her new postal address
    And the confirmation letter goes to her new postal address
