Feature: Liam finds the fee wrong
  He calls at customer service, but it broke upstream: in what was made of his new package.

  Background:
    Given Liam is a customer

  @need.S4 @need.S7 @need.S11 @catches.cause-not-found
  Scenario: His complaint goes to those who made the invoice, with what he had changed before
    When he changes to the Plus package
    And 1 week passes
    And he complains about an invoice after a new package
    Then the worklist shows his new cause of complaint
    And the contact register shows his new cause of complaint
    And the worklist shows his new person in charge

  @need.S4
  Scenario: What he says on the phone is noted with what it is about
    When he calls about his card
    Then the contact register shows his new reason for calling
