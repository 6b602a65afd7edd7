@need.S10 @need.S12
Feature: Fatma gets her first card
  She has never had an account. Whoever takes her on tells her what happens next, and when; and then it happens.

  Background:
    Given Fatma is a newcomer

  @moment-of-truth @catches.first-card-to-branch
  Scenario: Her first card comes to the address that she gave
    When she applies for her first account
    # Nothing happens to an application until the bank has said yes.
    And she is taken on by the bank
    Then the letter with her first card goes to her new postal address
    And every touchpoint shows her new postal address within its promise
    And every touchpoint shows her new first card within its promise

  @moment-of-truth @catches.card-guide-too-late
  Scenario: She knows how to begin before she holds it, and the days she was told are kept
    When she applies for her first account
    # Nothing happens to an application until the bank has said yes.
    And she is taken on by the bank
    Then the welcome mail shows her new customer number
    And the guide to her first card shows her new first card
    And the letter with her first card shows her new first card
    And the company keeps its word about her guide day
    And the company keeps its word about her card day
    And the guide to her first card shows her new first card before the letter with her first card
    And no letter with her first card is sent to Fatma for 2 days
