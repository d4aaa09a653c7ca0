rule annotate:
    input:
        files=get_case_files,
        annotated=get_annotated_vcf,
        reference=get_reference(),
        settings=get_settings_file(),
    output:
        profile="{out}/{case}/profile.json",
        vcf="{out}/{case}/annotated.vcf.gz",
        table="{out}/{case}/variants.tsv",
    log:
        "{out}/{case}/log/annotate.log",
    conda:
        "../../environment.yml"
    params:
        cases=SETTINGS.cases,
        row=get_case_row,
        vcf=get_vcf_option,
        software=SOFTWARE,
    shell:
        "oncomatch profile --cases {params.cases:q} --case-id {wildcards.case:q} "
        "--config {input.settings:q} {params.vcf:q} "
        "--out {wildcards.out:q}/{wildcards.case:q} 2> {log:q}"


rule match:
    input:
        profile="{out}/{case}/profile.json",
        settings=get_settings_file(),
        knowledge=get_knowledge(),
        reference=get_reference(),
    output:
        record="{out}/{case}/case.json",
    log:
        "{out}/{case}/log/match.log",
    conda:
        "../../environment.yml"
    params:
        sheet=get_place_option,
        place=get_place_digest,
        software=SOFTWARE,
    shell:
        "oncomatch match {input.profile:q} --config {input.settings:q} {params.sheet:q} "
        "--out {wildcards.out:q}/{wildcards.case:q} 2> {log:q}"


rule report:
    input:
        record="{out}/{case}/case.json",
        style=get_style_file(),
        house=get_house_files(),
    output:
        html=report(
            "{out}/{case}/report.html",
            caption="../report/board_report.rst",
            category="Board reports",
            labels={"case": "{case}"},
        ),
        others=get_other_reports(),
    log:
        "{out}/{case}/log/report.log",
    conda:
        "../../environment.yml"
    params:
        software=SOFTWARE,
        house=get_house_checksum(),
        forms=",".join(SETTINGS.outputs),
    shell:
        "oncomatch report {input.record:q} --to {params.forms:q} "
        "--config {input.style:q} > /dev/null 2> {log:q}"
