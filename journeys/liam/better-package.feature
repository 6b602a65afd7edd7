@need.S11
Feature: Liam changes his account package
  What he chose is what he pays for: the first invoice after the change bears the right fee.

  Background:
    Given Liam is a customer

  Scenario: He upgrades to Premium, and the invoice knows
    When he changes to the Premium package
    Then every touchpoint shows his new account package within its promise

  @moment-of-truth @catches.wrong-monthly-fee
  Scenario: He upgrades to Plus, and the invoice knows
    When he changes to the Plus package
    And 1 week passes
    Then the invoice bears the fee of his new account package
    And he is not billed for his old account package for 3 weeks
    And the package page shows his new account package

  @moment-of-truth @catches.contract-before-commit @catches.offer-not-passed-on
  Scenario: What he was offered is what he signs and what he pays
    When he is offered the Plus package
    # The offer and what he signs are two papers, and must say the same.
    And he accepts the offer of the Plus package
    Then the offer mail shows his new offer
    And the contract shows his new account package
    And the invoice shows his new account package
