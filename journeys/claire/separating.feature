Feature: Claire separates from Julien
  They still share an account. Where she lives and how she is reached is no longer his to know.

  Background:
    Given Claire and Julien share an account

  @need.S1
  Scenario: Her new home is known to the bank, and to nobody else
    When she changes her postal address in self-service
    Then every touchpoint shows her new postal address within its promise
    And Julien sees nothing of Claire's new postal address for 3 days

  @need.S5 @catches.joint-party
  Scenario: Her new mailbox is known to the bank, and to nobody else
    When she changes her e-mail address in self-service
    Then every touchpoint shows her new e-mail address within its promise

  @post @need.S1
  Scenario: Nothing goes to the home that they shared
    When she changes her postal address in self-service
    Then nothing is sent to her old postal address for 3 weeks

  @post @catches.note-not-field
  Scenario: What she tells on the phone is known to the bank, and to nobody else
    When she tells an agent on the phone her new postal address
    Then every touchpoint shows her new postal address within its promise
