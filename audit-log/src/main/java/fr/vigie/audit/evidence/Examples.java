package fr.vigie.audit.evidence;

/** Answers as the API description shows them. */
final class Examples {
    static final String ALERT = "0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9b11";

    static final String RECORDS = """
            {"items": [{
              "topic": "delivery.events.v1", "partition": 3, "offset": 4711,
              "key": "eda99f0c-229f-5c8e-8004-273c76303d11",
              "eventId": "3c5e9a77-12ab-4c3d-8e4f-5a6b7c8d9e0f", "type": "fr.vigie.deliveryevent.v1",
              "source": "/vigie/dispatch-sms", "time": "2026-11-21T09:45:04.200Z", "loggedAt": 1795254304215,
              "alertId": "0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9b11",
              "digest": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
              "body": {"deliveryId": "eda99f0c-229f-5c8e-8004-273c76303d11", "state": "DELIVERED", "attempt": 1},
              "hash": "7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"}],
             "nextCursor": "17-204"}""";

    static final String COUNT = """
            {"alertId": "0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9b11", "total": 602,
             "byTopic": {"alert.accepted.v1": 1, "delivery.events.v1": 479, "dispatch.sms.urgent.v1": 120,
                         "recipients.resolved.v1": 2}}""";

    static final String VERIFICATION = """
            {"intact": false, "behind": 0, "records": 602, "signed": false, "verifiedAt": "2026-11-21T10:30:00Z",
             "chains": [{
               "topic": "delivery.events.v1", "topicId": "8d3f1a52-7c1e-4b60-9d0a-2b6f5e4c3d21", "partition": 3,
               "firstOffset": 0, "lastOffset": 478, "records": 479,
               "head": "7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7",
               "intact": false, "fault": {"kind": "CHANGED_RECORD", "offset": 204}}]}""";

    private Examples() {}
}
