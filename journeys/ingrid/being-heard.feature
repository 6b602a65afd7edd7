Feature: Ingrid is asked how it was
  Once, and only when there is something to ask about. When it was not good, a person reads it.

  Background:
    Given Ingrid is a customer

  @need.S13 @catches.feedback-too-early
  Scenario: She is asked once, and not before she has her answer
    When she complains about being kept waiting
    And 1 day passes
    And she is given the answer to her complaint, and its reason
    Then exactly one feedback request is sent to Ingrid within 2 weeks
    And no feedback request was sent before her new answer

  @need.S13 @need.S15 @catches.low-score-unread @moment-of-truth
  Scenario: A low score reaches a person
    When she gives the bank 2 out of 10, and says what went wrong
    Then Quality Office hears of her new criticism within 1 minute
    And every touchpoint shows her new criticism within its promise

  @need.S15
  Scenario: A high score is counted, and what she liked is read
    When she gives the bank 9 out of 10, and says what went well
    Then every touchpoint shows her new praise within its promise
