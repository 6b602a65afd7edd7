@need.S5 @need.S9
Feature: Liam has a new phone number
  Liam does everything on his phone. If the bank cannot reach it, it cannot reach him.

  Background:
    Given Liam is a customer

  Scenario: He changes it on the web, and everyone knows
    When he changes his phone number in self-service
    Then every touchpoint shows his new phone number within its promise

  @smoke @catches.recycled-number @catches.stale-cache @catches.double-send @catches.quoting-old
  Scenario: He changes it in the app, and gets a text message
    When he changes his phone number in the app
    Then the text message goes to his new phone number
    And the profile in the app shows his new phone number

  @moment-of-truth @need.S7 @catches.agent-blind @catches.resurrection
  Scenario: The agent he calls knows his new number
    When he changes his phone number in the app
    Then an agent sees his new phone number within 15 s
    And the partner feed shows his new phone number

  @catches.out-of-order
  Scenario: He mistyped it, notices two days later, and corrects it
    When he changes his phone number in the app
    And 2 days pass
    And he changes his phone number again
    Then every touchpoint shows his new phone number within its promise
