package org.tongqu.config;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.tongqu.adapters.rest.RestDoor;
import org.tongqu.adapters.soap.SoapDoor;
import org.tongqu.console.ConsoleRoom;

/** All rooms of the gateway, one class each. The arrows between them are the constructor arguments. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    MachineRoom.class,
    SecurityRoom.class,
    LedgerRoom.class,
    RoutesRoom.class,
    DoorsRoom.class,
    OperationsRoom.class,
    RestDoor.class,
    SoapDoor.class,
    ConsoleRoom.class
})
class TongquApplication {}
