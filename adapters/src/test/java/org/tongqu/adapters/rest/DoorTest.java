package org.tongqu.adapters.rest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.tongqu.adapters.rest.DoorApplication.FakeGate;
import org.tongqu.adapters.rest.DoorApplication.FakeInbox;
import org.tongqu.adapters.rest.DoorApplication.FakeIntake;
import org.tongqu.adapters.rest.DoorApplication.FakeLedger;
import org.tongqu.adapters.rest.DoorApplication.FakeMaterials;
import org.tongqu.adapters.rest.DoorApplication.FakeProofs;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.port.Intake.ItemResult;
import org.tongqu.record.port.Materials.State;
import org.tongqu.record.port.Materials.Upload;
import org.tongqu.record.port.RecordLedger.Page;

/** One door for all tests of it, on a free port, with four threads so that a held one is felt; ports are reset before each. */
@SpringBootTest(
        classes = DoorApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "server.tomcat.threads.max=4",
            "server.tomcat.threads.min-spare=1",
            "spring.servlet.multipart.enabled=false",
            "spring.mvc.formcontent.filter.enabled=false",
            "spring.main.banner-mode=off"
        })
abstract class DoorTest {
    @LocalServerPort
    int port;

    @Autowired
    FakeIntake intake;

    @Autowired
    FakeInbox inbox;

    @Autowired
    FakeLedger ledger;

    @Autowired
    FakeProofs proofs;

    @Autowired
    FakeGate gate;

    @Autowired
    FakeMaterials materials;

    DoorClient door;

    @BeforeEach
    void resetPorts() {
        door = new DoorClient(port);
        intake.submitted.clear();
        intake.batches.clear();
        intake.answer = octets -> new Receipt(Samples.RECEIPT, false);
        intake.batchAnswer = items -> items.stream()
                .<ItemResult>map(item -> new ItemResult.Taken(new Receipt(Samples.RECEIPT, false)))
                .toList();
        inbox.taken.clear();
        inbox.waiting.clear();
        inbox.offers = request -> CompletableFuture.completedFuture(List.of());
        inbox.results = (party, receipts) -> List.of();
        ledger.listed.clear();
        ledger.view = null;
        ledger.viewer = null;
        ledger.page = new Page(List.of(), null);
        proofs.verified.clear();
        gate.reason = null;
        materials.puts.clear();
        materials.answer = put -> new Upload(put.name(), put.octets().length, put.octets().length, State.STORED);
        materials.upload = null;
        materials.reader = Samples.TAX;
        materials.failure = null;
    }
}
