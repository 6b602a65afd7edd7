Feature: Liam asks in the chat
  Between two deliveries he has a minute. He types it once; whoever takes over has read it.

  Background:
    Given Liam is a customer

  @need.S5 @need.S14 @catches.handover-forgets @moment-of-truth
  Scenario: The person who takes over knows what he said
    When he asks in the chat, and then for a person
    Then the conversation at the desk shows his new concern
    And every touchpoint shows his new concern within its promise

  @need.S5 @need.S14
  Scenario: What the person answers reaches him
    When he asks in the chat, and then for a person
    And he is answered in the chat by a person
    Then the chat shows his new answer in the chat
    And the transcript of the chat shows his new answer in the chat

  @need.S8 @need.S14 @catches.no-way-to-a-person @moment-of-truth
  Scenario: He need not stay with the automaton
    When he asks in the chat, and then for a person
    And he is answered in the chat by a person
    Then he reaches a person within 10 minutes
    And he is handed over at most 1 time
    And he has used no other channel than the chat

  @need.S8 @need.S14 @catches.slow-page
  Scenario: He is answered while he has a minute
    When he asks in the chat, and then for a person
    Then he has waited at most 20 seconds
    And he has not had to tell anything twice
