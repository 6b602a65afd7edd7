@need.S10
Feature: Aino comes back
  Aino was a customer years ago, went abroad, and is back. Her former addresses may be listed, but never used.

  Background:
    Given Aino is a customer

  @need.S1
  Scenario: Her new home replaces the one before, not the ones before that
    When she changes her postal address in self-service
    Then every touchpoint shows her new postal address within its promise
    And she can do it with the keyboard alone

  Scenario: Her new mailbox is known everywhere
    When she changes her e-mail address in self-service
    Then every touchpoint shows her new e-mail address within its promise
