@need.S5
Feature: Aino chooses her language
  She is spoken to in the language she asked for, by every part of the bank.

  Background:
    Given Aino is a customer

  Scenario: From Finnish to English
    When she changes her language to English
    Then every touchpoint shows her new language within its promise

  @catches.locale-dropped
  Scenario: From Finnish to German
    When she changes her language to German
    And 2 weeks pass
    Then the invoice mail shows her new language
    And the newsletter shows her new language
