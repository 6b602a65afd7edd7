@need.S10
Feature: Aino has her pages her own way
  Large letters, dark pages, her messages first. She set it up once; she is the same person on every device.

  Background:
    Given Aino is a customer

  @catches.settings-stay-here
  Scenario: Large letters on every device
    When she wants the letters on her pages to be very large
    Then every touchpoint shows her new text size within its promise

  Scenario: She begins where she likes to, in the dark
    When she wants to begin with her messages
    # In one sitting, so that the second wish must not undo the first.
    And she wants her pages to be dark
    Then the page on another device shows her new start page
    And the page on another device shows her new appearance
