package fr.vigie.service;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Nobody said who may call this. */
@Path("/api/v1/forgotten")
public class ForgottenResource {
    @GET
    public String get() {
        return "open to all";
    }
}
