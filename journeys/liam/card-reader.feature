@need.S2 @need.S9 @need.S12
Feature: Liam orders a card reader
  He is told a day. He wants to see where his parcel is, and to know how to begin before it is there.

  Background:
    Given Liam is a customer

  @moment-of-truth @catches.guide-too-late
  Scenario: What he was told when he ordered is what happens
    When he orders the Harbour Reader
    Then every touchpoint shows his new order within its promise
    And the company keeps its word about his delivery day
    And he is told of his new delivery day by mail within 1 minute

  @catches.tracking-behind
  Scenario: The web and the app know what the carrier knows
    When he orders the Harbour Terminal
    And 3 days pass
    And he has a parcel that the carrier scans as on its way
    Then every touchpoint shows his new parcel status within 1 minute
    And all pages and records agree on his parcel status

  @catches.service-firm-never-told
  Scenario: It does not work, and whoever mends it knows what is wrong
    When he orders the Harbour Reader
    And 5 days pass
    And he has a parcel that the carrier scans as delivered
    And he says what is wrong with what his last parcel brought
    Then every touchpoint shows his new claim within its promise
    And every third party knows his new claim within its promise
