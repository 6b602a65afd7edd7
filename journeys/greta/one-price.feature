@need.S2 @need.S9
Feature: Greta compares accounts
  She looks on the web, searches, opens the app, calls, asks at a shop, and opens the form on which she would apply.
  It is one account, so it has one price.

  Background:
    Given Greta is a shopper

  @moment-of-truth
  Scenario: A dearer account costs the same wherever she asks
    When she is looking at an account whose fee the bank changes to EUR 8.90
    Then every touchpoint shows her new account offer within its promise
    And all pages and records agree on her account offer

  @catches.search-index-behind
  Scenario: A cheaper one too, and the search does not hide it
    When she is looking at an account whose fee the bank changes to EUR 5.40
    Then the product page shows her new account offer
    And the site search shows her new account offer
    And the dealer's price sheet shows her new account offer

  @catches.application-form-behind
  Scenario: The form on which she applies asks for what she was told
    When she is looking at an account whose fee the bank changes to EUR 8.90
    Then the application form shows her new account offer
    And the agent's product view shows her new account offer
