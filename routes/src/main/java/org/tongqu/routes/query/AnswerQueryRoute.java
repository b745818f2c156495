package org.tongqu.routes.query;

import static org.tongqu.routes.step.Step.taking;
import static org.tongqu.routes.step.Step.takingUnlessAnswered;

import org.apache.camel.builder.RouteBuilder;

/** The way of a question: from an {@link AskedQuestion} to the sealed answer. */
final class AnswerQueryRoute extends RouteBuilder {
    static final String START = "direct:answer-query";

    private final QuestionSteps questions;
    private final AnswerSteps answers;

    AnswerQueryRoute(QuestionSteps questions, AnswerSteps answers) {
        this.questions = questions;
        this.answers = answers;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("answer-query")
                .errorHandler(noErrorHandler())
                .process(taking(AskedQuestion.class, questions::read))
                .id("read-question")
                .process(taking(ReadQuestion.class, questions::allow))
                .id("allow-question")
                .process(taking(AllowedQuestion.class, answers::begin))
                .id("begin-question")
                .process(takingUnlessAnswered(BegunQuestion.class, BegunQuestion::answerGivenBefore))
                .id("answer-given-before")
                .process(taking(BegunQuestion.class, answers::ask))
                .id("ask-provider")
                .process(taking(HeardAnswer.class, answers::seal))
                .id("seal-answer");
    }
}
