@need.S5
Feature: Aino wants no newsletter
  She said no once. No means no, also next month.

  Background:
    Given Aino is a customer

  @smoke @catches.consent-overwritten
  Scenario: Her no is known everywhere
    When she withdraws her consent to the newsletter
    Then every touchpoint shows her new newsletter choice within its promise

  @catches.opt-out-reasked
  Scenario: After her no, none is sent, whatever it is called
    When 2 weeks pass
    And she withdraws her consent to the newsletter
    Then no newsletter is sent to Aino for 6 weeks
    And no advertising is sent to Aino for 6 weeks
