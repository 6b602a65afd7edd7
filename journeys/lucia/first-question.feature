@need.S9 @need.S10
Feature: Lucía asks her first question
  Lucía has no account yet. Whether she opens one depends on how she is answered.

  @smoke
  Scenario: Customer service knows who asked, and how to answer
    Given Lucía is a prospect
    When she asks about an account
    Then every touchpoint shows her new name within its promise
    And every touchpoint shows her new phone number within its promise
    And every touchpoint shows her new e-mail address within its promise
