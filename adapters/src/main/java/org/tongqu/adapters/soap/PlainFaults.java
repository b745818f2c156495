package org.tongqu.adapters.soap;

import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.adapters.rest.Places;
import org.tongqu.adapters.rest.Problem;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.w3c.dom.Element;

/** Faults of CXF's own, in our form: the same detail as all others, and no word of what went wrong inside. */
final class PlainFaults extends AbstractPhaseInterceptor<Message> {
    private static final Logger LOG = LoggerFactory.getLogger(PlainFaults.class);

    PlainFaults() {
        super(Phase.PRE_STREAM);
    }

    @Override
    public void handleMessage(Message message) {
        if (!(message.getContent(Exception.class) instanceof Fault fault)) {
            return;
        }
        boolean mustUnderstand = fault instanceof SoapFault
                && fault.getFaultCode().getLocalPart().equals("MustUnderstand");
        if (!mustUnderstand) {
            LOG.error("soap: a fault before the service was called {}", Places.of(fault));
        }
        Problem problem = Problem.of(new Rejection(
                ProblemCode.MALFORMED,
                mustUnderstand
                        ? "A header block that must be understood is not understood here."
                        : "The message could not be understood."));
        fault.setMessage(problem.titleZh() + " · " + problem.titleEn() + ": " + problem.detail());
        Element detail = fault.getOrCreateDetail();
        while (detail.getFirstChild() != null) {
            detail.removeChild(detail.getFirstChild());
        }
        Element said = Trees.read(XmlAnswer.element("problem", answer -> answer.members(problem.toJson())))
                .getDocumentElement();
        detail.appendChild(detail.getOwnerDocument().importNode(said, true));
    }
}
