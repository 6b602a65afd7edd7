@need.S1 @need.S6
Feature: Maria moves house
  Maria told her bank about her new home in self-service. Two weeks later the bank
  posted her renewed card to her old flat. This must never happen again.

  Background:
    Given Maria is a customer

  @founding-story @moment-of-truth @post @smoke @catches.card-system-never-told
  Scenario: Her renewed card comes to her new home
    When she changes her postal address in self-service
    And two weeks pass
    Then the card letter goes to her new postal address
    And the card file shows her new postal address
    And every moment of truth is kept

  Scenario: Everyone who should know her new home, knows it
    When she changes her postal address in self-service
    Then every touchpoint shows her new postal address within its promise

  @post
  Scenario: Nothing goes to her old home any more
    When she changes her postal address in self-service
    Then nothing is sent to her old postal address for 3 weeks

  @need.S3
  Scenario: Her old home is in use nowhere, not even where nobody thought of it
    When she changes her postal address in self-service
    And three weeks pass
    Then no touchpoint still uses her old postal address

  Scenario: An address without a postcode is refused, and nothing changes
    When she enters a postal address without a postcode
    Then every touchpoint still shows her old postal address
