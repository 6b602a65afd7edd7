Feature: Noah tells his bank in the evening
  Noah lives six hours behind his bank. What he says on a Monday evening was said on Monday.

  Background:
    Given Noah is a customer

  @catches.time-zone-cutoff
  Scenario: He moves, says so after work, and his branch knows the next day
    When 10 hours pass
    And he changes his postal address in self-service
    Then the branch list shows his new postal address
