rule index:
    input:
        records=expand("{out}/{case}/case.json", out=OUT, case=CASES),
        reports=expand("{out}/{case}/report.html", out=OUT, case=CASES),
        style=get_style_file(),
        house=get_house_files(),
    output:
        html=report(
            f"{OUT}/index.html",
            caption="../report/index.rst",
            category="Batch",
        ),
        table=f"{OUT}/index.tsv",
        workbook=f"{OUT}/index.xlsx",
        multiqc=[
            f"{OUT}/oncomatch_mqc.tsv",
            f"{OUT}/oncomatch_alterations_mqc.yaml",
        ],
    log:
        f"{OUT}/log/index.log",
    conda:
        "../../environment.yml"
    params:
        out=get_index_folder,
        cases=CASES,
        software=SOFTWARE,
        house=get_house_checksum(),
    shell:
        "oncomatch index {params.out:q} {params.cases:q} --config {input.style:q} 2> {log:q}"
