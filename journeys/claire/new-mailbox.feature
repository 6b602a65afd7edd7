@need.S5
Feature: Claire leaves the mailbox they shared
  The old mailbox is one that Julien reads too.

  Background:
    Given Claire is a customer

  @catches.processor-copy
  Scenario: Invoices and receipts come to her own mailbox
    When she changes her e-mail address in self-service
    And 10 days pass
    Then the invoice mail goes to her new e-mail address
    And the payment receipt goes to her new e-mail address
    And the newsletter goes to her new e-mail address

  Scenario: The old mailbox hears of it once, and falls silent
    When she changes her e-mail address in self-service
    Then the security notice to her old e-mail address goes to her old e-mail address
    And nothing is sent to her old e-mail address for 3 weeks
