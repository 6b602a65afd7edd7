@need.S1 @need.S2
Feature: Oskar moves while something is on its way
  A parcel is being packed, and his birthday is next week. Both should find him.

  Background:
    Given Oskar is a regular

  @post @moment-of-truth @catches.birthday-list-old @catches.warehouse-behind
  Scenario: His parcel and his birthday card find him in his new home
    When he orders the Harbour Terminal
    And he changes his postal address in self-service
    Then the address on the parcel goes to his new postal address
    And the birthday card goes to his new postal address
    And every touchpoint shows his new postal address within its promise
