package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.Materials.Upload;
import org.tongqu.record.port.Sites;

/**
 * Gives files to parties' systems that were told their address in a message of their dialect. The address is the proof: it was made for
 * this party and this file, and holds for a time.
 */
@RestController
final class FileAddressController {
    private final Sites sites;
    private final FileAddresses addresses;
    private final Materials materials;
    private final MaterialAnswer answer;

    FileAddressController(Sites sites, FileAddresses addresses, Materials materials, MaterialAnswer answer) {
        this.sites = sites;
        this.addresses = addresses;
        this.materials = materials;
        this.answer = answer;
    }

    /** The file, or a range of it; its head alone if that is asked for. */
    @RequestMapping(
            path = "/v1/parties/{party}/files/{name}",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    void get(
            @PathVariable String party,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        PartyId reader = Optional.of(party)
                .filter(PartyId::isShaped)
                .map(PartyId::new)
                .filter(one -> sites.current().party(one).isPresent())
                .orElseThrow(MaterialAnswer::notFound);
        Upload material = addresses
                .read(reader, name)
                .flatMap(digest -> materials.find(reader, digest))
                .filter(Upload::isComplete)
                .orElseThrow(MaterialAnswer::notFound);
        answer.give(reader, material, request, response);
    }
}
