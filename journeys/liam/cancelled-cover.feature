Feature: Liam cancels his travel cover
  He has no more time to travel. What he cancelled, he pays for no longer.

  Background:
    Given Liam is a customer

  @moment-of-truth @catches.cancellation-not-billed
  Scenario: What he cancelled is not on the next invoice
    When he cancels his travel cover
    And 1 week passes
    Then the invoice shows his new travel cover
