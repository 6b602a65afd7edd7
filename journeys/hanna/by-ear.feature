Feature: Hanna does it by ear
  She hears what is on the bank's pages. What has no name there is not there for her.

  Background:
    Given Hanna is a customer

  @need.S9 @moment-of-truth @catches.label-lost
  Scenario: She moves, and no page on the way keeps her out
    When she changes her postal address in self-service
    Then every touchpoint shows her new postal address within its promise
    And every page she met can be read by a screen reader
    And every page she met is in her language
    And she can do it with the keyboard alone

  @catches.save-out-of-reach
  Scenario: What the bank finds wrong with a form can be heard too
    When she enters a postal address without a postcode
    Then every touchpoint still shows her old postal address
    And every page she met can be read by a screen reader
