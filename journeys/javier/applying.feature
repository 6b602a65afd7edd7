@need.S10
Feature: Javier applies for an account
  A shop sent him, and he looked around first. Whoever calls him back should know what he was looking for.

  Background:
    Given Javier is an applicant

  @moment-of-truth @catches.agent-not-told-interest
  Scenario: The agent who calls him back knows what he was looking for
    When he looks for travel insurance and applies for an account
    Then the application desk shows his new interest
    And the application desk shows his new account package

  Scenario: He and the shop that sent him hear of it at once
    When he looks for free withdrawals and applies for an account
    Then the application receipt goes to his new e-mail address
    And the dealer's referral shows his new name
    And every touchpoint shows his new account package within its promise
