Feature: Ingrid complains
  She writes once. She wants to know who answers for it, by which day, and in the end why it happened.

  Background:
    Given Ingrid is a customer

  @need.S13 @need.S14
  Scenario: Somebody has her complaint, and she knows who and until when
    When she complains about an invoice out of the blue
    Then an agent sees her new complaint within 15 s
    And she is told of her new person in charge by mail within 1 minute
    And the receipt of her complaint shows her new answer date
    And every touchpoint shows her new complaint within its promise
    And every page she met fits a screen 320 pixels wide

  @need.S12 @need.S14 @catches.complaint-closed-unresolved @moment-of-truth
  Scenario: By the promised day there is word, and nothing is closed without an answer
    When she complains about an invoice out of the blue
    And her answer date is over
    Then the company keeps its word about her answer date
    And the word by the promised day shows her new complaint
    And the worklist shows her new complaint

  @need.S13 @need.S14 @moment-of-truth
  Scenario: She gets an answer and its reason, wherever she looks
    When she complains about being kept waiting
    And 2 days pass
    And she is given the answer to her complaint, and its reason
    Then every touchpoint shows her new answer within its promise

  @need.S8 @catches.gave-up-unnoticed
  Scenario: What she did not finish waits for her, and the bank learns that she gave up
    When she gives up in the middle of a complaint
    Then every touchpoint shows her new unfinished complaint within its promise

  @need.S14 @need.S15 @catches.asks-again
  Scenario: She writes what happened once, and needs no second letter
    When she complains about being kept waiting
    And 1 day passes
    And she is given the answer to her complaint, and its reason
    Then she has not had to tell anything twice
    And she has filled in at most 3 fields
    And she has had to turn to the company at most 1 time
    And she reaches a person within 5 days
